import type { ChannelFactory, ServiceHost } from 'channelstack';
import type { DevelopmentCertificate } from 'channelstack/testing';
import type { Calculator } from './contract.js';

export function createConfiguredHost(
  folder: string,
  port: number,
  certificate: DevelopmentCertificate,
): Promise<ServiceHost> {
  void folder;
  void port;
  void certificate;
  return Promise.reject(new Error('later'));
}
export function createConfiguredChannelFactory(
  folder: string,
  credentials: object,
): Promise<(address: string) => ChannelFactory<Calculator>> {
  void folder;
  void credentials;
  return Promise.reject(new Error('later'));
}
