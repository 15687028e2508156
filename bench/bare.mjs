// A bare server of node http that gives one answer: {port, headers, body (base64)} on stdin. What the runtime itself allows.
import http from 'node:http'

let text = ''
for await (const part of process.stdin) text += part
const { port, headers, body } = JSON.parse(text)
const bytes = Buffer.from(body, 'base64')
const server = http.createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(bytes)
})
server.keepAliveTimeout = 65_000
server.listen(port, '127.0.0.1', () => console.log('listening'))
