import { Message } from '../../core/message/index.js';
import { show, ValueError } from '../data-contract/value-error.js';
import type { MessageFormat } from '../formatters/index.js';

/** A message that the application makes, and gets, as it is. */
export function untypedFormat(path: string): MessageFormat {
  return {
    headers: [],
    write(version, [message]) {
      if (!(message instanceof Message)) {
        throw new ValueError(
          path,
          `${show(message)} is not a Message; make one with Message.create`,
        );
      }
      if (message.version === version) return message;
      throw new ValueError(
        path,
        `the message is ${message.version.name}, but the binding has ${version.name}; make it with the version of the channel (getProperty(MessageVersionKey))`,
      );
    },
    read: (message) => [message],
    openStream: null,
  };
}
