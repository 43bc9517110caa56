/** Puts a text on the clipboard; tells whether it is there. */
export async function copy(text: string): Promise<boolean> {
  // Without TLS, browsers have a clipboard on a loopback address alone.
  return navigator.clipboard === undefined ? copySelected(text) : navigator.clipboard.writeText(text).then(
    () => true,
    () => copySelected(text),
  );
}

/** As a person would: by a field that holds it, selected. */
function copySelected(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    (before as HTMLElement | null)?.focus();
  }
}
