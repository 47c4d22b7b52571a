// What is asked of a project that runs: each order is previewed, done once, and listed with its way back.
import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

export type Order = Schemas['SteeringOrder'];
export type Kind = Schemas['SteeringKind'];
export type Effect = Schemas['SteeringEffect'];
export type Action = Schemas['SteeringAction'];
export type Values = Schemas['SteeredValues'];
export type Wish = Omit<Order, 'id'>;

const path = (project: string) => ({ params: { path: { project } } });

/** Asking twice with one id does it once. */
export const order = (wish: Wish): Order => ({ ...wish, id: crypto.randomUUID() });

export const preview = (project: string, body: Order): Promise<Effect> => data(api.POST('/api/v1/projects/{project}/steering/preview', { ...path(project), body }));

export const act = (project: string, body: Order): Promise<Action> => data(api.POST('/api/v1/projects/{project}/steering', { ...path(project), body }));

export const undo = (project: string, action: number): Promise<Action> =>
  data(api.POST('/api/v1/projects/{project}/steering/{action}/undo', { params: { path: { project, action } } }));

export const actionsQuery = (project: string) => queryOptions({ queryKey: ['steering', project], queryFn: () => data(api.GET('/api/v1/projects/{project}/steering', path(project))) });
