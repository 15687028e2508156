import { Alert, Button } from 'antd'
import { useState } from 'react'

/** A secret that is shown this once: whoever leaves it uncopied has to make another. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [told, setTold] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      setTold('已复制。')
    } catch {
      setTold('浏览器不让复制，请选中后按 Ctrl+C。')
    }
  }
  return (
    <Alert
      type="warning"
      showIcon
      title="签名密钥，只显示这一次"
      description={
        <div className="act">
          <p>
            请现在交给接收系统的运行维护人员，不要写进邮件和群聊。系统里只留密文，任何人都看不到；没有记下的，请办理“换密钥”。
          </p>
          <p className="secret">{secret}</p>
          <div className="act-buttons">
            <Button onClick={() => void copy()}>复制</Button>
            <Button type="primary" onClick={onClose}>
              已妥善保存
            </Button>
          </div>
          <p role="status">{told}</p>
        </div>
      }
    />
  )
}
