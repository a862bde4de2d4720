import { Operation, ServiceBehavior, ServiceContract, contractOnly, xsd } from '../../src/index.js';

/** One operation with one string. */
@ServiceContract({ name: 'IEcho', namespace: 'urn:echo' })
export class Echo {
  @Operation({ name: 'Echo', parameters: [['text', xsd.string]], returns: xsd.string })
  echo(text: string): Promise<string> {
    return contractOnly(text);
  }
}

/** The service behind it. */
@ServiceBehavior({ concurrencyMode: 'Multiple' })
export class EchoService implements Echo {
  echo(text: string): Promise<string> {
    return Promise.resolve(text);
  }
}

/** One operation that answers nothing. */
@ServiceContract({ name: 'ITell', namespace: 'urn:echo' })
export class Tell {
  @Operation({ name: 'Tell', parameters: [['text', xsd.string]], isOneWay: true })
  tell(text: string): Promise<void> {
    return contractOnly(text);
  }
}

/** The service behind that. */
@ServiceBehavior({ concurrencyMode: 'Multiple' })
export class TellService implements Tell {
  tell(): Promise<void> {
    return Promise.resolve();
  }
}
