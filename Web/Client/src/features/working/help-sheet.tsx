import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../shared/i18n/local-text';
import type { TaskType } from '../../shared/task/document';
import { Dialog } from '../../shared/ui/dialog';
import { houseKeys, type Action } from './keys';

interface Props {
  type: TaskType;
  close: () => void;
  hasSingleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

/** Every action and its key: the house's, and those of this type. */
export default function HelpSheet({ type, close, hasSingleKeys, setSingleKeys }: Props) {
  const { t } = useTranslation('working');
  const local = useLocal();
  const options = type.questions.flatMap((question) => {
    const keyed = question.kind === 'choice' ? question.options : question.kind === 'spans' ? question.labels : [];
    return keyed.filter((option) => option.key).map((option) => [option.key ?? '', `${local(question.title)}: ${local(option.label)}`] as const);
  });
  const focuses = (type.shortcuts ?? []).filter((shortcut) => shortcut.action.startsWith('focus:')).map((shortcut) => {
    const question = type.questions.find((each) => each.id === shortcut.action.slice(6));
    return [shortcut.key.toUpperCase(), t('focusOn', { name: local(question?.title) })] as const;
  });
  const house = (Object.keys(houseKeys) as Action[]).map((action) => [houseKeys[action], t(`action.${action}`)] as const);
  return (
    <Dialog title={t('keysTitle')} close={close} size="lg">
      <table className="key-table">
        <thead className="sr-only"><tr><th scope="col">{t('key')}</th><th scope="col">{t('does')}</th></tr></thead>
        <tbody>{[...house, ...options, ...focuses].map(([key, does]) => <tr key={key + does}><td><kbd>{key}</kbd></td><td>{does}</td></tr>)}</tbody>
      </table>
      <Switch mt="md" checked={hasSingleKeys} onChange={(event) => setSingleKeys(event.currentTarget.checked)} label={t('singleKeys')} />
    </Dialog>
  );
}
