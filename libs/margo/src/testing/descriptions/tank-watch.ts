/** A description of 1.0.0-rc.3 that uses what this profile has: three deployment types, constraints, extensions. */
export const TANK_WATCH: string = `apiVersion: v1
id: tank-watch
metadata:
  name: Tank Watch
  description: Reads level sensors and warns before a tank runs dry.
  version: 2.4.0
  catalog:
    application:
      icon: ./resources/tank.png
      tagline: No tank runs dry unseen
      descriptionFile: ./resources/about.md
      licenseFile: ./resources/terms.txt
      releaseNotes: ./resources/changes.md
      site: https://tank-watch.example.com
      tags: [level, alarm]
    author:
      - name: Mira Holm
        email: mira@tank-watch.example.com
    organization:
      - name: Holm Instruments
        site: https://holm.example.com
deploymentProfiles:
  - type: helm
    id: cluster
    components:
      - name: tank-store
        properties:
          repository: oci://registry.example.com/holm/tank-store
          revision: 5.1.2
          wait: true
          timeout: 8m30s
      - name: tank-watch
        properties:
          repository: oci://registry.example.com/holm/tank-watch
          revision: 2.4.0-rc.1_build.7
    deviceConstraints:
      capacityRequirements:
        cpu:
          cores: 0.5
          architectures: [amd64, arm64]
        memory: 256Mi
        storage: 2Gi
  - type: compose
    id: single
    components:
      - name: tank-stack
        properties:
          repository: oci://registry.example.com/holm/tank-stack
          revision: 2.4.0
        x-holm-extensions:
          restart: never
    deviceConstraints:
      eligibilityRules:
        - propertySelector:
            matchExpressions:
              - key: /cpu/architecture
                operator: In
                values: [amd64]
              - key: /ports
                operator: ContainsAny
                itemSelector:
                  matchExpressions:
                    - key: /type
                      operator: Exists
          labelSelector:
            matchExpressions:
              - key: slots
                operator: Gt
                values: [2]
  - type: custom
    id: controller
    components:
      - name: tank-block
        properties:
          image: oci://registry.example.com/holm/tank-block
    deviceConstraints:
      eligibilityRules:
        - labelSelector:
            matchExpressions:
              - key: holm.example.com/controller
                operator: Exists
parameters:
  site:
    value: north
    targets:
      - pointer: site.name
        components: [tank-watch]
      - pointer: TANK_SITE
        components: [tank-stack]
  lowLevel:
    value: 12.5
    targets:
      - pointer: alarm.low
        components: [tank-watch]
  tanks:
    value: [1, 2]
    targets:
      - pointer: tanks
        components: [tank-watch, tank-store]
  language:
    targets:
      - pointer: TANK_LANGUAGE
        components: [tank-stack]
configuration:
  sections:
    - name: Alarm
      settings:
        - parameter: site
          name: Site
          schema: site-name
        - parameter: lowLevel
          name: Low level
          description: Percent below which the alarm is raised.
          schema: percent
        - parameter: tanks
          name: Tanks
          schema: tank-numbers
        - parameter: language
          name: Language
          immutable: true
          schema: language
  schema:
    - name: site-name
      dataType: string
      minLength: 2
      maxLength: 40
      regexMatch: ^[a-z]+$
    - name: percent
      dataType: double
      minValue: 0
      maxValue: 100
      maxPrecision: 1
    - name: tank-numbers
      dataType: array[integer]
      minValue: 1
    - name: language
      dataType: string
      options: [en, de]
x-holm-extensions:
  fleet: { ring: 2 }
`;
