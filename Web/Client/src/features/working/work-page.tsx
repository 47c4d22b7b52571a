import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect } from 'wouter';
import { useLive } from '../../shared/live/use-live';
import { useSetting } from '../../shared/setting';
import { Form, shownByQuestions } from '../../shared/task/form';
import { Material } from '../../shared/task/material';
import '../../shared/task/task.css';
import '../../shared/task/texts';
import { Failed, Loading } from '../../shared/ui/states';
import { Ended, Extended, FateNotice, Waiting, Withdrawn } from './fate';
import type { Asking } from './give-back';
import { Guidelines } from './guidelines';
import { houseKeys, useKeys, type Action } from './keys';
import { useBeat } from './presence';
import { SavedMark } from './saved-mark';
import { Strip } from './strip';
import './texts';
import { useServerTruth, useWorkplace } from './use-workplace';
import { workplace, type Session } from './workplace';
import './working.css';

// Asked for in their moment; the first screen is the material's.
const GiveBackDialog = lazy(() => import('./give-back'));
const BreakNotice = lazy(() => import('./break-notice'));
const HelpSheet = lazy(() => import('./help-sheet'));

export default function WorkPage() {
  useServerTruth();
  const { snapshot } = useLive();
  const { session, opening, openProblem } = useWorkplace();
  if (session) return <TaskScreen key={session.view.id} session={session} />;
  if (openProblem && snapshot?.assignment) return <Failed error={openProblem} retry={() => void workplace.open(snapshot.assignment!)} />;
  if (!snapshot || snapshot.assignment || opening) return <Loading />;
  return <Redirect href="/" replace />;
}

function TaskScreen({ session }: { session: Session }) {
  const { t } = useTranslation('working');
  const { fate } = useWorkplace();
  const { view, type, payload, answer, phase, lacks, problem } = session;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [guide, setGuide] = useSetting('guidelines', 'open');
  const [singleKeys, setSingleKeys] = useSetting('singleKeys', 'on');
  const presence = useBeat(phase === 'working' && view.status === 'active', (idle) => void workplace.beat(idle));
  const act = (action: Action) => {
    if (action === 'submit') void workplace.submit();
    else if (action === 'last') workplace.setLast(!session.isLast);
    else if (action === 'pause') void workplace.setPaused(view.status !== 'paused');
    else if (action === 'guidelines') setGuide(guide === 'open' ? 'closed' : 'open');
    else if (action === 'help') setIsHelpOpen(true);
    else setAsking(action);
  };
  useKeys(type, singleKeys === 'on', act);
  useFirstLack(lacks);
  useShownMeasure();
  const isOpen = phase === 'working';
  return (
    <article className={`work ${guide === 'open' ? 'with-guide' : ''}`} aria-label={t('task')}>
      <Head session={session} act={act} />
      {fate && <FateNotice fate={fate} />}
      {isOpen && <Suspense><BreakNotice isStopping={session.isLast} stop={(isOn) => workplace.setLast(isOn)} /></Suspense>}
      {phase === 'ended' && <Ended session={session} />}
      {phase === 'withdrawn' && <Withdrawn session={session} />}
      {isOpen && session.isExtended && <Extended session={session} />}
      {phase === 'waiting' && <Waiting />}
      {presence.isIdle && view.status === 'active' && isOpen && <IdleQuestion wake={presence.wake} />}
      <div className="work-columns">
        {guide === 'open' && <Guidelines session={session} close={() => setGuide('closed')} />}
        <div className="work-main">
          <Material type={type} payload={payload} hidden={shownByQuestions(type)} />
          <form className="answer" aria-label={t('answer')} onSubmit={(event) => { event.preventDefault(); act('submit'); }}>
            <fieldset disabled={phase === 'sending' || phase === 'waiting' || phase === 'withdrawn'}>
              <legend className="sr-only">{t('answer')}</legend>
              <Form type={type} payload={payload} answer={answer} lacks={lacks} onChange={(question, value) => workplace.answer(question, value)} />
            </fieldset>
            {problem && <Failed error={problem} />}
          </form>
        </div>
      </div>
      <Foot session={session} act={act} />
      <Suspense>
        {asking && <GiveBackDialog asking={asking} close={() => setAsking(null)} />}
        {isHelpOpen && <HelpSheet type={type} close={() => setIsHelpOpen(false)} hasSingleKeys={singleKeys === 'on'} setSingleKeys={(on) => setSingleKeys(on ? 'on' : 'off')} />}
      </Suspense>
    </article>
  );
}

function Head({ session, act }: { session: Session; act: (action: Action) => void }) {
  const { t, i18n } = useTranslation('working');
  const { view, type } = session;
  const isPaused = view.status === 'paused';
  const title = i18n.language === 'ko' ? type.title.ko : type.title.en;
  return (
    <header className="work-head">
      <h1>{title} <span className="quiet">v{type.version}</span></h1>
      {session.phase !== 'ended' && session.phase !== 'withdrawn' && <Strip view={view} />}
      <span className="work-tools">
        {session.phase === 'working' && (
          <Button size="compact-md" variant="default" onClick={() => act('pause')} aria-describedby="pause-help" aria-keyshortcuts={houseKeys.pause}>
            {t(isPaused ? 'resume' : 'pause')} <kbd aria-hidden="true">{houseKeys.pause}</kbd>
          </Button>
        )}
        <Button size="compact-md" variant="default" onClick={() => act('guidelines')} aria-keyshortcuts={houseKeys.guidelines}>
          {t('guidelines')} <kbd aria-hidden="true">{houseKeys.guidelines}</kbd>
        </Button>
        <Button className="keys-button" size="compact-md" variant="default" onClick={() => act('help')}>{t('keys')} <kbd aria-hidden="true">{houseKeys.help}</kbd></Button>
      </span>
      {session.phase === 'working' && <p id="pause-help" className={isPaused ? 'pause-help' : 'sr-only'}>{t(isPaused ? 'pausedHelp' : 'pauseHelp')}</p>}
    </header>
  );
}

function Foot({ session, act }: { session: Session; act: (action: Action) => void }) {
  const { t } = useTranslation('working');
  const { phase } = session;
  const isOpen = phase === 'working';
  const small = (action: 'skip' | 'report' | 'unfinished') => (
    <Button key={action} variant="subtle" color="gray" size="compact-md" disabled={!isOpen} onClick={() => act(action)} aria-keyshortcuts={houseKeys[action]}>
      {t(action)} <kbd aria-hidden="true">{houseKeys[action]}</kbd>
    </Button>
  );
  return (
    <footer className="work-foot">
      <span className="ways-out">{(['skip', 'report', 'unfinished'] as const).map(small)}</span>
      <label className="last-one">
        <input type="checkbox" checked={session.isLast} disabled={!isOpen} onChange={() => act('last')} aria-keyshortcuts={houseKeys.last} />
        {t('last')} <kbd aria-hidden="true">{houseKeys.last}</kbd>
      </label>
      <SavedMark saved={session.saved} />
      <Button size="md" className="submit" loading={phase === 'sending'} disabled={phase === 'waiting' || phase === 'withdrawn'} onClick={() => act('submit')} aria-keyshortcuts="Control+Enter">
        {t(phase === 'ended' ? 'submitLate' : session.isLast ? 'submitLast' : 'submitNext')} <kbd aria-hidden="true">Ctrl ⏎</kbd>
      </Button>
    </footer>
  );
}

/** Five quiet minutes are asked about; nothing is taken away by it. */
function IdleQuestion({ wake }: { wake: () => void }) {
  const { t } = useTranslation('working');
  const pause = () => {
    wake();
    void workplace.setPaused(true);
  };
  return (
    <div className="notice row" role="status">
      <span className="grow">{t('idle')}</span>
      <Button size="compact-md" variant="default" onClick={pause}>{t('pause')}</Button>
      <Button size="compact-md" variant="default" onClick={wake}>{t('stillHere')}</Button>
    </div>
  );
}

/** Handing in too early leads to the first question that is open. */
function useFirstLack(lacks: Session['lacks']): void {
  const [first] = lacks.keys();
  const seen = useRef<unknown>(null);
  useEffect(() => {
    if (first === undefined || seen.current === lacks) return;
    seen.current = lacks;
    const question = document.getElementById(`question-${first}`);
    question?.scrollIntoView({ block: 'center' });
    question?.querySelector<HTMLElement>('textarea, input, button, [tabindex]')?.focus({ preventScroll: true });
  }, [first, lacks]);
}

/** From handing in to the next task drawn on the screen, for whoever measures. */
function useShownMeasure(): void {
  useEffect(() => {
    document.getElementById('main')?.scrollIntoView({ block: 'start' });
    if (performance.getEntriesByName('submit').length === 0) return;
    // The first message after a frame comes when that frame is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        if (performance.getEntriesByName('submit').length > 0) performance.measure('submit-to-next', 'submit');
        performance.clearMarks('submit');
      };
      port2.postMessage(null);
    });
  }, []);
}
