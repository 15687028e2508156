import { Faults } from '#console/parts/Faults.tsx'
import { Steps as Offered } from '#console/parts/Steps.tsx'
import type { VersionView } from '../views.ts'

type Props = { readonly view: VersionView; readonly onDone: () => Promise<void> }

/** The next lawful steps of a version, with what stands in the way of each. */
export function Steps({ view, onDone }: Props) {
  const offers = view.offers.filter(o => o.verb !== 'save')
  const idle = `这一步不由您办理，或者这一版已经办结。现在：${view.stateLabel}。`
  if (offers.length === 0) return <p className="quiet">{idle}</p>
  return (
    <section aria-labelledby="steps">
      <h2 id="steps">办理</h2>
      <Offered
        offers={offers}
        address={`/api/tags/${view.id}`}
        version={view.version}
        aboveOf={({ verb }) =>
          ['propose', 'approve'].includes(verb) ? <Faults reasons={view.faults} /> : null
        }
        onDone={onDone}
      />
    </section>
  )
}
