# Images margo-registry and margo-mock-auth: `docker compose build`, or `docker build --target registry -t margo-registry .`
# Written for every builder, also one without BuildKit. Nothing is compiled to machine code, so each platform of the base works.
ARG NODE_IMAGE=node:24-trixie-slim

# The package.json files alone: while they stay the same, the installs below come from the builder's cache.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /project
COPY . .
RUN mkdir /manifests \
 && cp --parents package.json package-lock.json $(find apps libs tools -name package.json) /manifests

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --from=manifests /manifests ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node_modules/.bin/tsc -b apps/registry apps/mock-auth \
 && mkdir /built \
 && cp -R --parents $(find apps libs -name node_modules -prune -o -type d -name dist -print) /built \
 && find /built \( -name '*.d.ts' -o -name '*.map' -o -name '*.tsbuildinfo' \) -delete \
 && chmod +x /built/apps/*/dist/cli/main.js

# Packages of production without what only compilers, debuggers and browsers read.
FROM ${NODE_IMAGE} AS production
WORKDIR /app
COPY --from=manifests /manifests ./
COPY deploy/slim-packages.sh deploy/health.mjs deploy/warm.mjs ./

FROM production AS mock-auth-packages
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace apps/mock-auth && sh slim-packages.sh

FROM production AS registry-packages
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace apps/registry && sh slim-packages.sh

FROM ${NODE_IMAGE} AS mock-auth
LABEL org.opencontainers.image.title="margo-mock-auth" \
      org.opencontainers.image.description="A mock authorization server for test environments of Margo; never trust it outside of tests" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=mock-auth-packages /app ./
COPY --from=build /built/apps/mock-auth ./apps/mock-auth
COPY --from=build /built/libs/settings ./libs/settings
ENV MOCK_AUTH_HTTP_HOST=0.0.0.0 NODE_COMPILE_CACHE=/app/compile-cache
RUN ln -s /app/apps/mock-auth/dist/cli/main.js /usr/local/bin/margo-mock-auth \
 && mkdir compile-cache \
 && chown 1000:1000 compile-cache
USER 1000:1000
# By the user who runs it: Node keeps a cache for each.
RUN node warm.mjs /app/apps/mock-auth/dist/main.js && rm -rf /tmp/*
EXPOSE 5001
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/app/health.mjs", "5001"]
CMD ["node", "apps/mock-auth/dist/main.js"]

FROM ${NODE_IMAGE} AS registry
LABEL org.opencontainers.image.title="margo-registry" \
      org.opencontainers.image.description="The Margo application registry: OCI Distribution v1.1" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=registry-packages /app ./
COPY --from=build /built/apps/registry ./apps/registry
COPY --from=build /built/libs ./libs
ENV NODE_ENV=production REGISTRY_HTTP_HOST=0.0.0.0 NODE_COMPILE_CACHE=/app/compile-cache
# A new named volume takes its owner from here.
RUN ln -s /app/apps/registry/dist/cli/main.js /usr/local/bin/margo-registry \
 && mkdir compile-cache /var/lib/margo-registry \
 && chown 1000:1000 compile-cache /var/lib/margo-registry
USER 1000:1000
RUN node warm.mjs /app/apps/registry/dist/main.js && rm -rf /tmp/*
# Embedded data goes into ./data, and packages of drivers are looked for in ./node_modules.
WORKDIR /var/lib/margo-registry
VOLUME /var/lib/margo-registry
EXPOSE 5000
# Readiness asks the stores for three seconds at most.
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/app/health.mjs", "5000"]
CMD ["node", "/app/apps/registry/dist/main.js"]
