/** Text made fit for paper: what it keeps, how wide it is, where a long word may be cut. Pure. */

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
/**
 * Controls, noncharacters, zero-width marks, and marks that turn the direction of what follows: with those a paper would
 * show other words than its text layer holds (CVE-2021-42574). Arabic and Hebrew need none of them.
 */
const unprintable =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]/g

/** The text as it is set: lone surrogates shown as �, unprintable characters gone, blanks of every kind one blank; 　 stays. */
export function printable(text: string): string {
  return text
    .replace(loneSurrogate, '\ufffd')
    .replace(unprintable, '')
    .replace(
      /[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g,
      '',
    )
    .replace(/[\s\u00a0\u2028\u2029]+/g, blank => (/^\u3000+$/.test(blank) ? blank : ' '))
}

const wide =
  /[\u1100-\u115f\u2014\u2018\u2019\u201c\u201d\u2026\u2030\u203b\u2103\u2160-\u217f\u2190-\u2193\u2460-\u24ff\u2500-\u257f\u25a0-\u25ff\u2605\u2606\u2e80-\u303e\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3ffff}]/u

/** Width in ems as Times and a Chinese face set it; an estimate, good to a few per cent. */
export function widthOf(text: string): number {
  let width = 0
  for (const c of text) {
    if (wide.test(c)) width += 1
    else if (/[iljtfrI.,:;'|!()[\]\- ]/.test(c)) width += 0.31
    else if (/[A-Zmw@%&]/.test(c)) width += 0.7
    else width += 0.5
  }
  return width
}

/** Longest run of Latin letters and figures that has no blank or hyphen to break at, in ems. */
export function longestWord(text: string): number {
  let longest = 0
  for (const word of text.match(/[\u0021-\u007e\u00c0-\u024f]+/g) ?? []) {
    for (const piece of word.split(/(?<=[-])/)) longest = Math.max(longest, widthOf(piece))
  }
  return longest
}

/** Cuts words longer than so many characters after their signs (`/ . _ ? & =`), or where they have none; the pieces join to the text. */
export function cutLongWords(text: string, most: number): string[] {
  if (text.length <= most || !/[\u0021-\u007e]/.test(text)) return [text]
  const pieces: string[] = []
  let rest = ''
  for (const part of text.split(/([\u0021-\u007e\u00c0-\u024f]+)/)) {
    if (part.length <= most || !/^[\u0021-\u007e\u00c0-\u024f]/.test(part)) {
      rest += part
      continue
    }
    const cut = part.match(/[^/._?&=#%@:;,-]*[/._?&=#%@:;,-]+|[^/._?&=#%@:;,-]+/g) ?? [part]
    for (const piece of cut) {
      for (let at = 0; at < piece.length; at += most) {
        rest += piece.slice(at, at + most)
        pieces.push(rest)
        rest = ''
      }
    }
  }
  if (rest !== '') pieces.push(rest)
  return pieces
}
