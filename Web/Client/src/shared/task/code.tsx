import { useEffect, useRef } from 'react';

export function Code({ text, language }: { text: string; language?: string | null | undefined }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const code = element.current;
    if (!code) return;
    code.textContent = text;
    if (language) void import('./highlight').then(({ highlight }) => highlight(code));
  }, [text, language]);
  return <pre className="code" tabIndex={0}><code ref={element} className={language ? `language-${language}` : undefined} /></pre>;
}
