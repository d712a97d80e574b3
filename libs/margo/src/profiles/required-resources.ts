import { MEMORY, STORAGE } from './building-blocks.js';
import { list, number, oneOf, record, text } from './json-schema.js';

const ARCHITECTURES = ['amd64', 'arm64', 'arm', 'riscv64', 'other'];
const PERIPHERALS = ['gpu', 'display', 'camera', 'microphone', 'speaker', 'other'];
const INTERFACES = ['ethernet', 'wifi', 'cellular', 'bluetooth', 'usb', 'canbus', 'rs232', 'other'];

/** What a device must have, as said up to 1.0.0-rc.2. */
export const REQUIRED_RESOURCES = record(
  {},
  {
    cpu: record({ cores: number }, { architectures: list(oneOf(ARCHITECTURES, ['x86_64'])) }),
    memory: MEMORY,
    storage: STORAGE,
    peripherals: list(record({ type: oneOf(PERIPHERALS) }, { manufacturer: text, model: text })),
    interfaces: list(record({ type: oneOf(INTERFACES) })),
  },
);
