import { Input } from 'antd'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Field } from './Field.tsx'

test('同一组里的每一格有自己的名称：“五、存在的主要问题”不叫“引言”', () => {
  const html = renderToStaticMarkup(
    ['preamble', 'problems', 'facts 名称'].map(key => (
      <Field key={key} name={`parts.${key}`} label={key} hint="写全">
        {({ status, ...control }) => <Input {...control} status={status} />}
      </Field>
    )),
  )
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(ids.length).toBeGreaterThanOrEqual(6)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, of] of html.matchAll(/<label[^>]* for="([^"]+)"/g)) expect(ids).toContain(of)
})
