import { Select } from 'antd'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import type { BodyNode } from '../views.ts'

export const useBodies = () => useGet<BodyNode[]>('/api/people/bodies', { fresh: 60_000 })

/** The body a screen is about, from the address; one's own where nothing is said. */
export function useBody(text: string | undefined): number {
  const me = useMe()
  return Number(text) || me.body.id
}

/** Choosing a body from the tree, indented as it hangs. */
export function BodyPick({ value, onChange }: { value: number; onChange: (id: number) => void }) {
  const bodies = useBodies()
  return (
    <Select
      aria-label="单位"
      className="body-pick"
      showSearch={{ optionFilterProp: 'label' }}
      loading={bodies.loading}
      value={bodies.data ? value : undefined}
      options={bodies.data?.map(body => ({ value: body.id, label: body.name, depth: body.depth })) ?? []}
      optionRender={option => (
        <span style={{ paddingInlineStart: 14 * Number(option.data.depth) }}>{option.label}</span>
      )}
      onChange={onChange}
    />
  )
}
