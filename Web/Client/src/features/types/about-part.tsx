import { NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../shared/i18n/i18n';
import { LocalField } from '../../shared/manuscripts/local-field';
import type { Document } from './model';

export function AboutPart({ document, change, lang }: { document: Document; change: (document: Document) => void; lang: Language }) {
  const { t } = useTranslation('types');
  const minutes = (document.limits?.suggestedLimitMs ?? 600_000) / 60_000;
  return (
    <section className="card stack" aria-label={t('about')}>
      <h2>{t('about')}</h2>
      <div className="fields-small">
        <LocalField id="type-title" label={t('field.title')} value={document.title} lang={lang} onChange={(title) => change({ ...document, title })} />
        <NativeSelect
          label={t('field.risk')}
          value={document.risk}
          data={(['low', 'medium', 'high'] as const).map((value) => ({ value, label: t(`risks.${value}`) }))}
          onChange={(event) => change({ ...document, risk: event.currentTarget.value as Document['risk'] })}
        />
        <NumberInput
          label={t('field.minutes')}
          min={1}
          max={1440}
          value={minutes}
          onChange={(next) => change({ ...document, limits: { ...document.limits, suggestedLimitMs: Math.round((Number(next) || 1) * 60_000) } })}
        />
      </div>
      <LocalField id="type-use" label={t('field.useCase')} value={document.useCase} lang={lang} rows={2} onChange={(useCase) => change({ ...document, useCase })} />
      <LocalField
        label={t('field.instructions')}
        value={document.instructions}
        lang={lang}
        rows={2}
        onChange={(instructions) => change({ ...document, instructions: instructions.ko === '' && instructions.en === '' ? null : instructions })}
      />
    </section>
  );
}
