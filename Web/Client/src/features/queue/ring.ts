export const soundKey = 'alert.sound';
export const noticeKey = 'alert.notice';

/** Two short tones; no file to load. */
export function tone(): void {
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.18, 880]] as const) {
    const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
    oscillator.frequency.value = pitch;
    gain.gain.setValueAtTime(0.15, audio.currentTime + at);
    gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.16);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(audio.currentTime + at);
    oscillator.stop(audio.currentTime + at + 0.17);
  }
  setTimeout(() => void audio.close(), 1_000);
}

/** As this person wished; a browser may still refuse either, and the card on the page is there in any case. */
export function ring(title: string, body: string): void {
  if (localStorage.getItem(soundKey) === 'on') tone();
  if (localStorage.getItem(noticeKey) === 'on' && document.hidden && Notification.permission === 'granted') new Notification(title, { body, tag: 'offer' });
}
