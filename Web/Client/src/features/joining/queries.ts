import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

export type Profile = Schemas['WorkerProfile'];
export type Credential = Schemas['Credential'];
export type Contract = Schemas['ContractView'];

export const profileQuery = queryOptions({ queryKey: ['profile'], queryFn: () => data(api.GET('/api/v1/work/profile')) });
export const contractsQuery = queryOptions({ queryKey: ['contracts'], queryFn: () => data(api.GET('/api/v1/contracts')) });
export const credentialsQuery = queryOptions({ queryKey: ['credentials'], queryFn: () => data(api.GET('/api/v1/credentials')) });

/** 0 is the current version. */
export const contractQuery = (contract: string, version: number) => queryOptions({
  queryKey: ['contracts', contract, version],
  queryFn: () => data(api.GET('/api/v1/contracts/{contract}/versions/{version}', { params: { path: { contract, version } } })),
});
