// A course on its way: what it begins with, what it still lacks, and how it differs from what was published.
import type { Schemas } from '../../shared/api/client';
import { noText } from '../../shared/manuscripts/local-field';
import { freeId } from '../../shared/manuscripts/lists';
import { isEmpty, lackingIn, newQuestion, type QuestionLack } from '../../shared/learning/questions';

export type Course = Schemas['CourseDocument'];
export type Lesson = Schemas['Lesson'];
export type Example = Schemas['LessonExample'];
export type PracticeTask = Schemas['PracticeTask'];

export const sections = ['about', 'lessons', 'practice', 'quiz', 'publish'] as const;
export type Section = (typeof sections)[number];

export const emptyCourse = (id: string, title = noText()): Course => ({
  title,
  summary: noText(),
  qualification: id,
  qualificationVersion: 1,
  minutes: 15,
  lessons: [newLesson([])],
  practice: [],
  quiz: { questions: [newQuestion([])], draw: 0, passPercent: 80, timeLimitMs: 15 * 60_000, retakeAfterMs: 3_600_000, attemptsMax: 5, lessonsFirst: true },
  pay: null,
  changes: null,
});

const idsOf = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

export const newLesson = (lessons: readonly Lesson[]): Lesson => ({ id: freeId('lesson', idsOf(lessons)), title: noText(), body: noText(), examples: [] });

export const newExample = (taken: readonly Example[], taskTypeId: string): Example => ({
  id: freeId('example', idsOf(taken)), taskTypeId, taskTypeVersion: 0, payload: {}, modelAnswer: {}, explanation: noText(),
});

export const newPractice = (taken: readonly PracticeTask[], taskTypeId: string): PracticeTask => ({
  id: freeId('practice', idsOf(taken)), taskTypeId, taskTypeVersion: 0, payload: {}, expected: [], hints: [], explanation: noText(),
});

/** What a course lacks before it can be published: where, the number of the thing from 1, and a code of the texts under "courses:lack". */
export interface Lack {
  section: Section;
  number: number;
  code: LackCode;
}

export type LackCode = 'title' | 'summary' | 'lessonTitle' | 'lessonBody' | 'exampleAnswer' | 'expected' | QuestionLack | 'draw' | 'pay' | 'changes';

export function lacksOf(course: Course, isFirst: boolean): Lack[] {
  const lacks: Lack[] = [];
  const need = (isLacking: boolean, section: Section, number: number, code: LackCode) => { if (isLacking) lacks.push({ section, number, code }); };
  need(isEmpty(course.title), 'about', 0, 'title');
  need(isEmpty(course.summary), 'about', 0, 'summary');
  need(course.pay != null && (course.pay.amount === '0' || course.pay.seats < 1), 'about', 0, 'pay');
  course.lessons.forEach((lesson, i) => {
    need(isEmpty(lesson.title), 'lessons', i + 1, 'lessonTitle');
    need(isEmpty(lesson.body), 'lessons', i + 1, 'lessonBody');
    need((lesson.examples ?? []).some(({ modelAnswer }) => Object.keys(modelAnswer as object).length === 0), 'lessons', i + 1, 'exampleAnswer');
  });
  (course.practice ?? []).forEach((task, i) => need(task.expected.length === 0, 'practice', i + 1, 'expected'));
  course.quiz.questions.forEach((question, i) => lackingIn(question).forEach((code) => need(true, 'quiz', i + 1, code)));
  need((course.quiz.draw ?? 0) > course.quiz.questions.length, 'quiz', 0, 'draw');
  if (!isFirst && course.changes) {
    need(isEmpty(course.changes.summary), 'publish', 0, 'changes');
    (course.changes.check ?? []).forEach((question, i) => lackingIn(question).forEach((code) => need(true, 'publish', i + 1, code)));
  }
  return lacks;
}

/** How one thing of a course differs from what was published. */
export interface Change {
  what: 'about' | 'lesson' | 'practice' | 'question' | 'rules';
  kind: 'added' | 'removed' | 'changed';
  id: string;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Members in one order, and without those that say nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
}

function changesIn<T extends { id: string }>(what: Change['what'], before: readonly T[], after: readonly T[]): Change[] {
  return [
    ...after.flatMap((item): Change[] => {
      const old = before.find(({ id }) => id === item.id);
      return old ? (same(old, item) ? [] : [{ what, kind: 'changed', id: item.id }]) : [{ what, kind: 'added', id: item.id }];
    }),
    ...before.filter(({ id }) => after.every((item) => item.id !== id)).map(({ id }): Change => ({ what, kind: 'removed', id })),
  ];
}

export function changesOf(before: Course, after: Course): Change[] {
  const head = ({ title, summary, minutes, pay }: Course) => ({ title, summary, minutes, pay });
  const rules = ({ quiz: { questions: _, ...rest } }: Course) => rest;
  return [
    ...(same(head(before), head(after)) ? [] : [{ what: 'about', kind: 'changed', id: '' } as Change]),
    ...changesIn('lesson', before.lessons, after.lessons),
    ...changesIn('practice', before.practice ?? [], after.practice ?? []),
    ...changesIn('question', before.quiz.questions, after.quiz.questions),
    ...(same(rules(before), rules(after)) ? [] : [{ what: 'rules', kind: 'changed', id: '' } as Change]),
  ];
}
