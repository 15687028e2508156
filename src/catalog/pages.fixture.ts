import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import type { TestPortal } from '#record/portal.fixture.ts'
import { openBrowser } from '../../test/setup/browser.ts'

/** For tests only: what public pages of this room are held to. */

const validate = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    'void-style': 'off',
    'tel-non-breaking': 'off',
    'long-title': 'off',
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
})

/** What is wrong with the HTML of a page. */
export async function htmlFaults(p: TestPortal, path: string): Promise<string[]> {
  const report = await validate.validateString((await p.get(path)).text)
  return report.results.flatMap(r => r.messages.map(m => `${path} ${m.ruleId} ${m.message}`))
}

type Found = { violations: { id: string; nodes: { target: string[] }[] }[] }

/** What axe finds on pages, and pages that move sideways as a whole, on a wide and on a narrow screen. */
export async function lookFaults(p: TestPortal, paths: readonly string[]): Promise<string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const browser = await openBrowser()
  const faults: string[] = []
  try {
    for (const width of [1440, 375]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } })
      for (const path of paths) {
        await page.goto(p.url + path)
        await page.evaluate(axe)
        const { found, over } = await page.evaluate(async () => {
          const { violations } = await (globalThis as unknown as { axe: { run(): Promise<Found> } }).axe.run()
          const root = document.documentElement
          return {
            found: violations.map(v => `${v.id} ${v.nodes[0]!.target.join(' ')}`),
            over: root.scrollWidth - root.clientWidth,
          }
        })
        faults.push(...found.map(f => `${width} ${path} ${f}`))
        if (over > 0) faults.push(`${width} ${path} 左右滚动${over}`)
      }
      await page.close()
    }
  } finally {
    await browser.close()
  }
  return faults
}
