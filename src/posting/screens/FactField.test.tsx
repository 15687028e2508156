import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { postingFacts, postingKinds } from '../model.ts'
import { FactField } from './FactField.tsx'

const asked = postingKinds.flatMap(kind => postingFacts[kind].facts.map(fact => ({ kind, fact })))

test.each(asked)('$kind的“$fact.label”：能选的每一项都在表里，选中的看得出来', ({ fact }) => {
  const choices = fact.choices ?? []
  for (const chosen of ['', ...choices]) {
    const html = renderToStaticMarkup(
      <FactField fact={fact} value={chosen} reasons={[]} set={() => undefined} />,
    )
    for (const choice of choices) expect(html).toContain(`>${choice}<`)
    const ticks = html.match(/<input[^>]*type="(radio|checkbox)"[^>]*>/g) ?? []
    expect(ticks).toHaveLength(choices.length)
    expect(ticks.filter(tick => tick.includes('checked'))).toHaveLength(chosen === '' ? 0 : 1)
  }
})

test('选登的办理结果有六种，不只“予以公开”一种（条例第三十六条、第三十七条）', () => {
  const fact = postingFacts['disclosed-answer'].facts.find(f => f.label === '办理结果')!
  const html = renderToStaticMarkup(
    <FactField fact={fact} value="部分公开" reasons={[]} set={() => undefined} />,
  )
  expect(html.match(/type="radio"/g)).toHaveLength(6)
  expect(html).toMatch(/checked=""[^>]*value="部分公开"|value="部分公开"[^>]*checked=""/)
})
