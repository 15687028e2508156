import { Button, Input, Popover } from 'antd'
import { useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import type { ListName } from '../../lists/model.ts'
import type { SavedQuery } from '../../lists/views.ts'

const placeOf = (list: ListName) => (list === 'all' ? '/documents' : `/worklist/${list}`)

type Props = {
  readonly list: ListName
  /** The filters of the present address, ready to be kept. */
  readonly query: string
  readonly saved: readonly SavedQuery[]
}

/** 常用查询: filters under a name of one's own, from any machine. */
export function Saved({ list, query, saved }: Props) {
  const go = useGo()
  const refresh = useRefresh()
  const doing = useDoing()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    const done = await doing.run('POST', '/api/me/queries', { list, name, query })
    if (done === undefined) return
    setName('')
    await refresh('/api/lists/choices')
  }
  const forget = async (id: number) => {
    if ((await doing.run('DELETE', `/api/me/queries/${id}`)) !== undefined)
      await refresh('/api/lists/choices')
  }
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title="常用查询"
      content={
        <div>
          {saved.length > 0 ? (
            <ul className="saved-list" aria-label="常用查询">
              {saved.map(one => (
                <li key={one.id}>
                  <Button
                    type="link"
                    onClick={() => {
                      setOpen(false)
                      go(placeOf(one.list) + one.query)
                    }}
                  >
                    {one.name}
                  </Button>
                  <Button
                    type="text"
                    size="small"
                    aria-label={`删去常用查询：${one.name}`}
                    icon={<Icon name="remove" size={16} />}
                    onClick={() => void forget(one.id)}
                  />
                </li>
              ))}
            </ul>
          ) : (
            <p className="quiet">还没有保存过。设好条件后起个名字，下次一点就到。</p>
          )}
          <Fault error={doing.error} />
          {query ? (
            <form className="saved-form" onSubmit={event => void keep(event)}>
              <Input
                value={name}
                maxLength={20}
                aria-label="给现在的条件起个名字"
                placeholder="给现在的条件起个名字"
                onChange={event => setName(event.target.value)}
              />
              <Button htmlType="submit" loading={doing.busy} disabled={name.trim() === ''}>
                保存
              </Button>
            </form>
          ) : null}
        </div>
      }
    >
      <Button>常用查询{saved.length > 0 ? ` ${saved.length}` : ''}</Button>
    </Popover>
  )
}
