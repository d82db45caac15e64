// The part of the catalogue that stops a start or a command: these never reach a client. error-catalogue.ts takes it in.
import type { CatalogueEntry } from './error-catalogue.ts'

export const commandErrors = {
  CONFIG_INVALID: {
    status: 500,
    title: 'The settings are not usable',
    advice: 'Each line names a setting and what it accepts.',
  },
  MODEL_NOT_PULLED: {
    status: 500,
    title: 'The model is not on this machine',
    advice: 'Pull it with `npx --no likeness models pull`, or set MODEL_AUTO_PULL=true.',
  },
  MODEL_PULL_FAILED: {
    status: 500,
    title: 'The model cannot be pulled',
    advice: 'The message says what hinders it; docs/models.md has the steps by hand for a machine without a network.',
  },
  MODEL_INVALID: {
    status: 500,
    title: 'The model pack is not usable',
    advice: 'Get the pack again; its files must match the sizes and hashes in model.json.',
  },
  STORE_LOCKED: {
    status: 500,
    title: 'Another process owns the store',
    advice: 'Stop the other process, or work through it.',
  },
  STORE_INVALID: {
    status: 500,
    title: 'The store cannot be opened',
    advice: 'Use the version that wrote it, or restore it from a backup.',
  },
  INDEX_IN_USE: {
    status: 500,
    title: 'The index is in use',
    advice: 'The message names who uses it. Stop them, or let them move on, and try again.',
  },
  MIGRATION_RUNNING: {
    status: 500,
    title: 'Another process changes this store’s indexes',
    advice: 'Let it finish, or stop it: the next `npx --no likeness index migrate` goes on where it stopped.',
  },
} as const satisfies Record<string, CatalogueEntry>
