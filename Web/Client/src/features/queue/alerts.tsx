import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSetting } from '../../shared/setting';
import { noticeKey, soundKey, tone } from './ring';

export default function Alerts() {
  const { t } = useTranslation('queue');
  const [sound, setSound] = useSetting(soundKey, 'off');
  const [notice, setNotice] = useSetting(noticeKey, 'off');
  const wishNotice = async (isOn: boolean) => {
    const isAllowed = isOn && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    setNotice(isAllowed ? 'on' : 'off');
  };
  const wishSound = (isOn: boolean) => {
    setSound(isOn ? 'on' : 'off');
    if (isOn) tone();
  };
  return (
    <section className="card stack" aria-labelledby="alerts">
      <h2 id="alerts">{t('alerts.title')}</h2>
      <Switch label={t('alerts.sound')} checked={sound === 'on'} onChange={(event) => wishSound(event.currentTarget.checked)} />
      <Switch label={t('alerts.notice')} checked={notice === 'on'} onChange={(event) => void wishNotice(event.currentTarget.checked)} />
    </section>
  );
}
