/**
 * What Word and WPS put on the clipboard, made plain before the editor reads it: their comments, styles, namespaces and
 * list marks made of non-breaking spaces go; paragraphs, headings, lists and tables stay. Indents typed as spaces go too,
 * the page indents by itself. The editor's schema and the server's cleaning come after this.
 */
export function cleanPaste(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<!\[[^\]>]*\]>/g, '')
    .replace(/<(style|script|xml|title|head)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<\/?(o|w|m|v|st1):[^>]*>/gi, '')
    .replace(/<(meta|link|base)\b[^>]*>/gi, '')
    .replace(/(<[a-z][^>]*?)\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '$1')
    .replace(/\s(lang|face|size|color)=("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(
      /(\d{1,3}[.、．)）]|[•·●■◆])(?:&nbsp;|\u00a0|\s|<\/?span[^>]*>)*(?:&nbsp;|\u00a0)(?:&nbsp;|\u00a0|\s)*/g,
      '$1 ',
    )
    .replace(/(<p\b[^>]*>(?:\s*<(?:span|b|strong|font)\b[^>]*>)*)(?:&nbsp;|[\s\u00a0\u3000])+/gi, '$1')
}

/** Whether a paste is a whole text worth recognising, not a phrase. */
export function isWholeText(html: string, text: string): boolean {
  return text.trim().length >= 150 || (/<table\b/i.test(html) && text.trim().length >= 60)
}

/** Characters without white space: the count people mean by “字数”. */
export function countCharacters(text: string): number {
  return text.replace(/\s/gu, '').length
}
