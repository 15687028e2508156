import { Button } from 'antd'

type Props = { readonly of: { readonly restored: boolean; readonly forget: () => void } }

/** Says that what was typed before the page was left stands here again, and offers to begin anew. */
export function PutBack({ of: { restored, forget } }: Props) {
  if (!restored) return null
  return (
    <p role="status">
      上次没有提交的内容已经放回来了。
      <Button type="link" size="small" onClick={forget}>
        清空重写
      </Button>
    </p>
  )
}
