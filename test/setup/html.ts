import { HtmlValidate } from 'html-validate'

const validate = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // React writes `<br/>`, which HTML reads as `<br>`.
    'void-style': 'off',
    'tel-non-breaking': 'off',
    // The title names the site in full on every page (网页标签), whatever its length.
    'long-title': 'off',
    // Our own files from our own origin, under an address made of their hash.
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
})

/** What is wrong with a public page as HTML, by rule and line; empty where nothing is. */
export async function htmlFaults(page: string): Promise<string[]> {
  const report = await validate.validateString(page)
  return report.results.flatMap(r => r.messages.map(m => `${m.ruleId} ${m.line}：${m.message}`))
}
