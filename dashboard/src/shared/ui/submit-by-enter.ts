/** Enter in a text of several lines submits its form; Shift Enter begins a new line. For `onkeydown`. */
export function submitByEnter(event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
