import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';

/** What has a default may be left out when it is sent; what is read is whole. */
export type Experiment = Required<Schemas['ExperimentRecord']>;
export type Measure = Schemas['ExperimentMeasure'];
export type Plan = Schemas['ExperimentPlan'];
export type Schedule = Schemas['ExperimentSchedule'];
export type Progress = Schemas['ExperimentProgress'];
export type Look = Schemas['ExperimentLook'];

export const experimentsQuery = (project: string) => queryOptions({
  queryKey: ['experiments', project],
  queryFn: async () => {
    const view = await data(api.GET('/api/v1/projects/{project}/experiments', { params: { path: { project } } }));
    return { experiments: view.experiments as Experiment[], progress: view.progress };
  },
  refetchInterval: 15_000,
});
