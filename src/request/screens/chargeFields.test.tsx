import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { verbFields } from '../fields.ts'
import { chargeFields } from './chargeFields.tsx'

const said = '同一申请人本月累计10件，没有超过10件，不收费。'
const fields = chargeFields(verbFields['charge']!, { before: 9, byVolume: true, due: null })

test.each(['byPiece', 'byVolume', ''])('计收方式“%s”：服务器说件数、页数不对的话看得见，只说一次', method => {
  const html = renderToStaticMarkup(
    <>
      {fields.draw({
        values: { ...fields.initial, method, count: 20 },
        set: () => undefined,
        faults: new Map(),
        at: name => ({ name, reasons: name === 'count' ? [{ field: name, text: said }] : [] }),
      })}
    </>,
  )
  expect(html.split(said)).toHaveLength(2)
})
