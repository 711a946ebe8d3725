import assert from 'node:assert/strict';

/** Prints a line for each check and remembers whether one failed. */
export class Report {
  failed = 0;

  async check(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
      console.log(`PASS browser: ${name}`);
    } catch (error) {
      this.failed++;
      console.log(`FAIL browser: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

export function none(troubles: string[]): void {
  assert.deepEqual(troubles, []);
}
