import test from 'ava';
import {
  MessageBodyMember,
  MessageContract,
  MessageHeaderMember,
  Operation,
  ServiceContract,
  XmlElementMember,
  XmlSerializerFormat,
  XmlType,
  contractOnly,
  describeContract,
  xsd,
} from '../../../src/contracts/index.js';
import { MessageVersion } from '../../../src/core/message/index.js';
import { written } from '../data-contract/xml-text.js';

@XmlType()
class Person {
  @XmlElementMember(xsd.string) name!: string;
}

@MessageContract({ isWrapped: false })
class Greeting {
  @MessageHeaderMember(Person, { namespace: 'urn:header' }) from!: Person;
  @MessageBodyMember(Person, { namespace: 'urn:body' }) to!: Person;
}

@XmlSerializerFormat()
@ServiceContract({ name: 'IGreeter', namespace: 'urn:contract' })
class Greeter {
  @Operation({ name: 'Greet', parameters: [['greeting', Greeting]] })
  greet(greeting: Greeting): Promise<void> {
    return contractOnly(greeting);
  }
}

// As the schemas say that .NET publishes of such contracts (metadata-dotnet, messages-xml).
test('in a message contract a type without a namespace is in that of its header, or of its part of the body', (t) => {
  const [operation] = describeContract(Greeter).operations;
  const person = (name: string) => Object.assign(new Person(), { name });
  const greeting = Object.assign(new Greeting(), { from: person('Ann'), to: person('Bob') });
  const message = operation?.formatter.writeRequest(MessageVersion.soap11, [greeting]);
  const text = written((writer) => message?.writeMessage(writer));
  t.regex(text, /<h:from xmlns:h="urn:header"[^>]*><(?:h:)?name(?: xmlns="urn:header")?>Ann</);
  t.regex(text, /<to xmlns="urn:body"><name>Bob<\/name><\/to>/);
});
