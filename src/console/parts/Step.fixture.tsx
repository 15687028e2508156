import { QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Asked } from '../asked.ts'
import { controls } from '../controls.tsx'
import { queries } from '../query.ts'
import { loadMe } from '../session.ts'
import { theme } from '../theme.ts'
import { asked } from './AskedFields.tsx'
import { Step, type Offered } from './Step.tsx'

/** What the test sets before the page is opened. */
declare global {
  interface Window {
    readonly offer: Offered
    readonly asks: readonly Asked[]
    /** It was opened by a button. */
    readonly opened?: boolean
  }
}

/** One step by itself, as a screen puts it up; what was done is said below it. */
function Alone() {
  const [done, setDone] = useState('')
  const [fields] = useState(() => asked(window.asks))
  return (
    <main>
      {done ? (
        <p role="status">{done}</p>
      ) : (
        <Step<{ words: string }>
          offer={window.offer}
          address="/api/things/7"
          version={3}
          fields={window.asks.length > 0 ? fields : undefined}
          onClose={window.opened ? () => setDone('没有办') : undefined}
          onDone={answer => setDone(answer.words)}
        />
      )}
    </main>
  )
}

const place = document.createElement('div')
document.body.append(place)
await loadMe()
createRoot(place).render(
  <ConfigProvider locale={zhCN} theme={theme} {...controls}>
    <QueryClientProvider client={queries}>
      <Alone />
    </QueryClientProvider>
  </ConfigProvider>,
)
