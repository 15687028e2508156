import { Button } from 'antd'
import { useState } from 'react'
import { Step, type Offered } from '#console/parts/Step.tsx'

type Props<A> = {
  /** What the button says before anybody asks. */
  readonly label: string
  readonly offer: Offered
  readonly address: string
  readonly reasonLabel: string
  readonly reasonMissing: string
  readonly onDone: (answer: A) => void
}

/** Something that is only given against a reason, which is logged: a button, and behind it the question. */
export function Asking<A>({ label, onDone, ...step }: Props<A>) {
  const [asking, setAsking] = useState(false)
  if (!asking) return <Button onClick={() => setAsking(true)}>{label}</Button>
  return (
    <Step<A>
      {...step}
      className="act"
      reasonMost={200}
      onDone={answer => (setAsking(false), onDone(answer))}
      onClose={() => setAsking(false)}
    />
  )
}
