import process from 'node:process';

import test, { type ImplementationFn } from 'ava';

/** A peer that this machine may lack. */
export interface PeerRequirement {
  readonly available: boolean;
  /** What to install, as it reads after "needs", e.g. "the .NET SDK". */
  readonly needs: string;
}

/**
 * Declares a test that needs a peer process. Where the peer is missing the test is skipped and its title says what
 * it needs; in continuous integration a missing peer is a failure, so that nothing goes untested unnoticed.
 */
export function peerTest(
  requirement: PeerRequirement,
  title: string,
  body: ImplementationFn<[]>,
): void {
  declare(requirement, title, body, test);
}

/** The same for a test that runs alone, because it looks at when peers do something. */
peerTest.serial = (
  requirement: PeerRequirement,
  title: string,
  body: ImplementationFn<[]>,
): void => {
  declare(requirement, title, body, test.serial);
};

function declare(
  requirement: PeerRequirement,
  title: string,
  body: ImplementationFn<[]>,
  run: (title: string, body: ImplementationFn<[]>) => void,
): void {
  if (requirement.available) {
    run(title, body);
  } else if (process.env['CI'] === undefined) {
    // eslint-disable-next-line ava/no-skip-test -- a machine without the peer cannot run it
    test.skip(`${title} (skipped: needs ${requirement.needs})`, body);
  } else {
    run(title, (t) => {
      t.fail(`needs ${requirement.needs}, which is missing here`);
    });
  }
}

/** The requirement of a test that needs several peers. */
export function allOf(...requirements: readonly PeerRequirement[]): PeerRequirement {
  const missing = requirements.filter(({ available }) => !available);
  const needs = (missing.length > 0 ? missing : requirements).map((peer) => peer.needs);
  return { available: missing.length === 0, needs: needs.join(' and ') };
}
