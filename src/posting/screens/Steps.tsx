import type { Asked } from '#console/asked.ts'
import { asked } from '#console/parts/AskedFields.tsx'
import { Steps as Offered } from '#console/parts/Steps.tsx'
import type { PostingView } from '../views.ts'

const examined: Asked = {
  name: 'examined',
  label: '已审查：不涉密，不含应当遮盖的个人隐私和商业秘密',
  kind: 'box',
  missing: '请先按条例第十七条审查，再勾选“已审查”。',
}
const correction: Asked = { name: 'note', label: '更正说明（公众可见）', kind: 'text', most: 200 }
const withdrawal: readonly Asked[] = [
  { name: 'publicNote', label: '撤回说明（公众可见）', kind: 'text', most: 300 },
  { name: 'purge', label: '因涉密或个人隐私撤回：连标题和历次版本一并清除', kind: 'box' },
]

type Props = {
  readonly view: PostingView
  readonly prepare: () => Promise<number | null>
  readonly onDone: () => void
}

/** The next lawful steps of a posting, and what each asks for. */
export function Steps({ view, prepare, onDone }: Props) {
  const asks: Readonly<Record<string, readonly Asked[]>> = {
    publish: view.address ? [examined, correction] : [examined],
    withdraw: withdrawal,
  }
  const offers = view.offers.filter(o => o.verb !== 'save')
  if (offers.length === 0) return null
  return (
    <section aria-label="办理">
      <h2>办理</h2>
      <Offered
        offers={offers}
        address={`/api/postings/${view.id}`}
        version={view.version}
        prepare={prepare}
        fieldsOf={({ verb }) => asked(asks[verb] ?? [])}
        onDone={onDone}
      />
    </section>
  )
}
