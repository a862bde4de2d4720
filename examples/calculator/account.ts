import { subscribeDiagnostics } from 'channelstack';

/** Prints what goes over the wire, as the library's own events tell it: at the client's side, so that each thing stands there once. */
export function printAccount({ envelopes }: { readonly envelopes: boolean }): () => void {
  const stops = [
    subscribeDiagnostics(
      'channelstack:sequence',
      ({ side, event, sequence, number, ranges, detail }) => {
        if (side !== 'client') return;
        const about = number === null ? '' : ` #${String(number)}`;
        const acknowledged = ranges
          .map(({ lower, upper }) => `${String(lower)}-${String(upper)}`)
          .join(',');
        print(
          `sequence ${short(sequence)}  ${event}${about}${acknowledged === '' ? '' : ` ${acknowledged}`}${detail === '' ? '' : `  ${detail}`}`,
        );
      },
    ),
    subscribeDiagnostics('channelstack:message', ({ side, direction, message, bytes }) => {
      if (side !== 'client') return;
      const size = bytes.reduce((sum, { length }) => sum + length, 0);
      const arrow = direction === 'sent' ? '-->' : '<--';
      print(`${arrow} ${message.headers.action ?? '(no action)'}  ${String(size)} bytes`);
      if (envelopes) print(Buffer.concat(bytes).toString());
    }),
    subscribeDiagnostics('channelstack:error', ({ source, error }) => {
      print(`error in ${source}: ${error instanceof Error ? error.message : String(error)}`);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function print(line: string): void {
  console.log(`    ${line}`);
}

/** The last characters of an identifier are enough to tell two sequences apart. */
function short(identifier: string): string {
  return `..${identifier.slice(-6)}`;
}
