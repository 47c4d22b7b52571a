import { useTranslation } from 'react-i18next';
import { useLocal } from '../../i18n/local-text';
import type { RankingQuestion } from '../document';
import type { ControlProps } from '../control-props';

type Order = (string | string[])[];

/** Best first. Buttons move, so that fingers, keys and screen readers do the same. */
export function Ranking({ question, value, onChange, labelledBy }: ControlProps<RankingQuestion, Order>) {
  const { t } = useTranslation('task');
  const local = useLocal();
  const places = (value ?? []).map((place) => [place].flat());
  const ranked = places.flat();
  const left = question.options.filter((option) => !ranked.includes(option.value));
  const set = (next: string[][]) => {
    const filled = next.filter((place) => place.length > 0).map((place) => (place.length === 1 ? place[0] as string : place));
    onChange(filled.length > 0 ? filled : undefined);
  };
  const label = (option: string) => local(question.options.find((each) => each.value === option)?.label) || option;
  const without = (option: string) => places.map((place) => place.filter((each) => each !== option));
  const move = (option: string, from: number, by: number) => {
    const next = without(option).filter((place) => place.length > 0);
    next.splice(Math.max(0, Math.min(next.length, from + by)), 0, [option]);
    set(next);
  };
  const tie = (option: string, at: number) => {
    const next = without(option);
    next[at - 1]?.push(option);
    set(next);
  };
  return (
    <div>
      <ol className="ranking" aria-labelledby={labelledBy}>
        {places.map((place, at) => (
          <li key={place.join()}>
            {place.map((option) => (
              <span key={option} className="ranked">
                <span className="grow">{label(option)}</span>
                <button type="button" className="quiet-button" disabled={at === 0} aria-label={t('up', { name: label(option) })} onClick={() => move(option, at, -1)}>↑</button>
                <button type="button" className="quiet-button" disabled={at === places.length - 1} aria-label={t('down', { name: label(option) })}
                  onClick={() => move(option, at, 1)}>↓</button>
                {question.allowsTies && at > 0 && place.length === 1 && (
                  <button type="button" className="quiet-button" aria-label={t('tie', { name: label(option) })} onClick={() => tie(option, at)}>=</button>
                )}
                <button type="button" className="quiet-button" aria-label={t('unrank', { name: label(option) })} onClick={() => set(without(option))}>×</button>
              </span>
            ))}
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <div className="options" role="group" aria-label={t('toRank')}>
          {left.map((option) => (
            <button key={option.value} type="button" className="option" onClick={() => set([...places, [option.value]])}>
              {t('rankNext', { place: places.length + 1, name: local(option.label) })}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
