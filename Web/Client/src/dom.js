// Makes elements. Text is always text: nothing here reads HTML, so no answer of a model can become markup.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== 'list') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function show(...children) {
  const main = document.getElementById('main');
  main.replaceChildren(...children);
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
}

export function say(text, isBad = false) {
  const status = document.getElementById('status');
  status.textContent = text;
  status.classList.toggle('bad', isBad);
}
