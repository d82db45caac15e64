// What ../cli.ts expects of a command.

/**
 * Runs with the arguments after the command's name and resolves to the exit code, or to undefined where it has set one
 * itself. What it throws is told by ../cli.ts, with exit code 2.
 */
export type Command = (commandArguments: string[]) => Promise<number | undefined>
