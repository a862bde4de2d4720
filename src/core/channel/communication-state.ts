/** Where an object is in its life; it never goes back. WCF's CommunicationState. */
export type CommunicationState =
  'created' | 'opening' | 'opened' | 'closing' | 'closed' | 'faulted';
