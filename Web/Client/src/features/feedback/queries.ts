import { queryOptions } from '@tanstack/react-query';
import { api, data, type Schemas } from '../../shared/api/client';
import { serverClock } from '../../shared/server-clock';

export type Item = Schemas['FeedbackItem'];
export type Month = Schemas['AccuracyMonth'];
export type Level = Schemas['ExperienceLevel'];
export type AnswerFeedback = Schemas['FeedbackView'];

export const feedbackQuery = queryOptions({ queryKey: ['feedback'], queryFn: () => data(api.GET('/api/v1/work/feedback')) });

export const answerQuery = (assignment: string) => queryOptions({
  queryKey: ['feedback', assignment],
  queryFn: async () => {
    const sentAt = performance.now();
    const view = await data(api.GET('/api/v1/work/feedback/{assignment}', { params: { path: { assignment } } }));
    serverClock.observe(view.serverTime, sentAt);
    return view;
  },
});

export const projectOf = (task: string): string => task.slice(0, task.lastIndexOf('/'));
