import { useEffect, useState } from 'react'
import { path } from '#console/client.ts'
import { useGet } from '#console/query.ts'
import type { Finding } from '#patrol/model.ts'
import { Findings } from '#patrol/screens/Findings.tsx'
import { markFindings, showPlace } from '#patrol/screens/places.ts'
import type { SettledView } from '#patrol/views.ts'
import type { CaseView } from '../views.ts'
import { publicStates, type State } from '../workflow.ts'

/** Where nothing of the text will be decided any more. */
const over: readonly State[] = [...publicStates, 'withdrawn', 'cancelled', 'removed']

const frame = () => document.querySelector<HTMLIFrameElement>('.preview iframe')
const page = () => frame()?.contentDocument?.querySelector('main') ?? null

/** What the check says, above the text for those who decide on it; open where something stands in the way. */
export function CaseChecks({ view, reload }: { view: CaseView; reload: () => Promise<unknown> }) {
  const { id, state, version } = view.document
  return over.includes(state) ? null : <Checks id={id} version={version} reload={reload} />
}

function Checks({ id, version, reload }: { id: number; version: number; reload: () => Promise<unknown> }) {
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const { data } = useGet<SettledView>(path('/api/patrol/findings', { kind: 'document', id }), { fresh: 0 })
  const stands = data !== undefined && data.gate.publish.length > 0
  useEffect(() => {
    let unmark = () => {}
    const mark = () => {
      const root = page()
      if (root) unmark = markFindings(root, findings)
    }
    mark()
    const holder = frame()
    holder?.addEventListener('load', mark)
    return () => {
      holder?.removeEventListener('load', mark)
      unmark()
    }
  }, [findings])
  const locate = (finding: Finding) => {
    const root = page()
    return root !== null && showPlace(root, finding)
  }
  return (
    <details className="checks-box" open={stands}>
      <summary>{data ? wordsOf(data) : '文字检查：正在检查……'}</summary>
      <Findings
        subject={{ kind: 'document', id, locate }}
        stamp={version}
        onChange={() => void reload()}
        onSettled={settled => setFindings(settled.findings)}
      />
    </details>
  )
}

function wordsOf({ findings }: SettledView): string {
  const open = findings.filter(f => f.tier !== 'C' && f.open > 0).length
  return open > 0 ? `文字检查：${open}处须处理` : '文字检查：没有须处理的问题'
}
