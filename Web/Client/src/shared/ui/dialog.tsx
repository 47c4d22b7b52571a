import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './texts';

/** The library's dialog without its page-like header, and without its scroll lock, whose style element the server's policy refuses. */
export function Dialog({ title, close, size, children }: { title: string; close: () => void; size?: string; children: ReactNode }) {
  const { t } = useTranslation('ui');
  return (
    <Modal opened onClose={close} withCloseButton={false} lockScroll={false} size={size ?? 'md'} centered>
      <div className="row dialog-head">
        <Modal.Title className="grow">{title}</Modal.Title>
        <button type="button" className="quiet-button" aria-label={t('close')} onClick={close}>×</button>
      </div>
      {children}
    </Modal>
  );
}
