/** A description of 1.0.0-rc.2: `kind`, required resources, a Compose package by its location. */
export const COLD_STORE: string = `apiVersion: margo.org/v1-alpha1
kind: ApplicationDescription
id: cold-store
metadata:
  name: Cold Store
  version: 3.0.4
  catalog:
    application:
      icon: images/snow.png
      tags: [cooling]
    author:
      - email: team@cold-store.example.org
    organization:
      - name: Frost and Sons
deploymentProfiles:
  - type: helm
    id: cold-store-cluster
    description: Needs a gateway that speaks the bus of the cooling units.
    components:
      - name: cold-store
        properties:
          repository: oci://registry.example.org/frost/cold-store
          revision: 3.0.4
          timeout: 90s
    requiredResources:
      cpu:
        cores: 2
        architectures: [arm64, riscv64]
      memory: 1Gi
      storage: 64Gi
      peripherals:
        - type: gpu
          manufacturer: Frost
      interfaces:
        - type: ethernet
        - type: other
  - type: compose
    id: cold-store-single
    components:
      - name: cold-store-stack
        properties:
          packageLocation: https://files.example.org/cold-store-3.0.4.tar.gz
          keyLocation: https://files.example.org/key.asc
    x-frost-extensions: { tray: 4 }
parameters:
  setPoint:
    value: -18
    targets:
      - pointer: cooling.setPoint
        components: [cold-store]
      - pointer: COLD_SET_POINT
        components: [cold-store-stack]
configuration:
  sections:
    - name: Cooling
      settings:
        - parameter: setPoint
          name: Set point
          schema: celsius
  schema:
    - name: celsius
      dataType: integer
      minValue: -40
      maxValue: 8
      allowEmpty: false
`;
