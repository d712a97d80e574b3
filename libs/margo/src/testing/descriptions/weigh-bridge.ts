/** A description of v1-alpha1: the id under `metadata`, `helm.v3`, and deployment profiles that need no id. */
export const WEIGH_BRIDGE: string = `apiVersion: margo.org/v1-alpha1
kind: ApplicationDescription
metadata:
  id: weigh-bridge
  name: Weigh Bridge
  description: Prints a ticket for each lorry.
  version: 0.9.1
  catalog:
    organization:
      - name: Harbour Scales
        site: https://scales.example.net
deploymentProfiles:
  - type: helm.v3
    components:
      - name: weigh-bridge
        properties:
          repository: oci://registry.example.net/scales/weigh-bridge
          revision: 0.9.1
          wait: false
  - type: compose
    components:
      - name: weigh-bridge-box
        properties:
          packageLocation: https://scales.example.net/weigh-bridge.tar.gz
parameters:
  printer:
    value: left
    targets:
      - pointer: ENV.PRINTER
        components: [weigh-bridge-box]
      - pointer: ticket.printer
        components: [weigh-bridge]
configuration:
  sections:
    - name: Tickets
      settings:
        - parameter: printer
          name: Printer
          schema: one-word
  schema:
    - name: one-word
      dataType: string
      maxLength: 12
`;
