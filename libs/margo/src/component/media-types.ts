export const COMPOSE_TYPE = 'application/vnd.org.margo.component.compose+json';
export const COMPOSE_ARCHIVE = 'application/vnd.org.margo.component.compose.tar+gzip';
/** What `docker compose publish` writes. */
export const COMPOSE_PROJECT = 'application/vnd.docker.compose.project';
export const COMPONENT_TYPE_KEY = 'org.margo.component.type';
export const COMPONENT_VERSION_KEY = 'org.margo.component.version';
export const CHART_CONFIG = 'application/vnd.cncf.helm.config.v1+json';
export const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** Types of proposals: still a claim to be a Compose component. */
export const COMPOSE_LIKE = /^application\/vnd\.org\.margo\.component\.compose[.+]/;
