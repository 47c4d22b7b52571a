// Loaded when there is code to colour, and never before.
import hljs from 'highlight.js/lib/common';
import './highlight.css';

/** Colours in place. The text stays what it was, to the character. */
export function highlight(code: HTMLElement): void {
  const language = /language-([\w+#-]+)/.exec(code.className)?.[1];
  const text = code.textContent ?? '';
  const result = language && hljs.getLanguage(language) ? hljs.highlight(text, { language, ignoreIllegals: true }) : hljs.highlightAuto(text);
  code.innerHTML = result.value;
  code.classList.add('hljs');
}
