/** How long a service instance lives. WCF's InstanceContextMode. */
export type InstanceContextMode = 'PerSession' | 'PerCall' | 'Single';

/** Whether calls may run at the same time in one instance. WCF's ConcurrencyMode. */
export type ConcurrencyMode = 'Single' | 'Reentrant' | 'Multiple';

/** Which part of a message's To has to match the endpoint's address. WCF's AddressFilterMode. */
export type AddressFilterMode = 'Exact' | 'Prefix' | 'Any';

/** What `@ServiceBehavior` says of a service class, defaults filled in. WCF's ServiceBehaviorAttribute. */
export interface ServiceBehaviorDescription {
  /** Name of the service in metadata: the class's name unless set. */
  readonly name: string;
  /** Namespace of the service in metadata. */
  readonly namespace: string;
  /** What the `name` attribute of a configured service matches: the class's name unless set. */
  readonly configurationName: string;
  readonly instanceContextMode: InstanceContextMode;
  readonly concurrencyMode: ConcurrencyMode;
  readonly addressFilterMode: AddressFilterMode;
  readonly includeExceptionDetailInFaults: boolean;
  readonly validateMustUnderstand: boolean;
}
