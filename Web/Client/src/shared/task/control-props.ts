import type { Payload } from './document';

/** What a control of a question is given. */
export interface ControlProps<Q, V> {
  question: Q;
  value: V | undefined;
  onChange: (value: V | undefined) => void;
  payload: Payload;
  /** The id of the question's title, for what has no label of its own. */
  labelledBy: string;
}
