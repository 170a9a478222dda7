// Holds the measured talk on goflow: `driver assets.json talk.json`, then one order a line on standard input.
// `talks N` holds N talks, `park N` begins N talks and gives the heap they hold; each is answered with one line of JSON.
// Between two turns only the session's JSON is kept, as a server with a store would.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/nyaruka/gocommon/urns"
	"github.com/nyaruka/gocommon/uuids"
	"github.com/nyaruka/goflow/assets"
	"github.com/nyaruka/goflow/assets/static"
	"github.com/nyaruka/goflow/envs"
	"github.com/nyaruka/goflow/flows"
	"github.com/nyaruka/goflow/flows/engine"
	"github.com/nyaruka/goflow/flows/events"
	"github.com/nyaruka/goflow/flows/resumes"
	"github.com/nyaruka/goflow/flows/triggers"
	"github.com/nyaruka/goflow/utils"
)

const parent = urns.URN("tel:+12065551212")
const contact = `{"uuid": "ba96bf7f-bc2a-4873-a7c7-254d1927c4e3", "id": 1, "created_on": "2026-11-24T12:00:00Z", "urns": ["tel:+12065551212"]}`

type turn struct {
	Told string   `json:"told"`
	Said []string `json:"said"`
}

var (
	guide = engine.NewBuilder().Build()
	env   = envs.NewBuilder().Build()
	sa    flows.SessionAssets
	flow  flows.Flow
	talk  []turn
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func begin() ([]byte, flows.Sprint) {
	who := must(flows.ReadContact(sa, json.RawMessage(contact), assets.PanicOnMissing))
	session, sprint, err := guide.NewSession(sa, triggers.NewBuilder(env, flow.Reference(false), who).Manual().Build())
	must(session, err)
	return must(json.Marshal(session)), sprint
}

func resume(stored []byte, told string) ([]byte, flows.Sprint) {
	session := must(guide.ReadSession(sa, stored, assets.PanicOnMissing))
	message := flows.NewMsgIn(flows.MsgUUID(uuids.New()), parent, nil, told, []utils.Attachment{})
	sprint := must(session.Resume(resumes.NewMsg(nil, nil, message)))
	return must(json.Marshal(session)), sprint
}

// hold takes the first turns of a talk, compares every word said, and gives the session's JSON.
func hold(turns int) []byte {
	var stored []byte
	for number, expected := range talk[:turns] {
		var sprint flows.Sprint
		if number == 0 {
			stored, sprint = begin()
		} else {
			stored, sprint = resume(stored, expected.Told)
		}
		said := []string{}
		for _, event := range sprint.Events() {
			if created, is := event.(*events.MsgCreatedEvent); is {
				said = append(said, created.Msg.Text())
			}
		}
		if !slices.Equal(said, expected.Said) {
			fmt.Fprintf(os.Stderr, "turn %d, told %s: said %q, not %q\n", number, expected.Told, said, expected.Said)
			os.Exit(1)
		}
	}
	return stored
}

func heap() float64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&memory)
	return float64(memory.HeapAlloc) / 1e6
}

func main() {
	sa = must(engine.NewSessionAssets(env, must(static.LoadSource(os.Args[1])), nil))
	flow = must(sa.Flows().Get("00000000-0000-4000-8000-000000000000"))
	if err := json.Unmarshal(must(os.ReadFile(os.Args[2])), &talk); err != nil {
		must(0, err)
	}
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		var order string
		var count int
		must(fmt.Sscan(orders.Text(), &order, &count))
		if order == "park" {
			before := heap()
			parked := make([][]byte, count)
			for index := range parked {
				parked[index] = hold(4)
			}
			fmt.Printf("{\"mb\": %f}\n", heap()-before)
			runtime.KeepAlive(parked)
			continue
		}
		begun := time.Now()
		for range count {
			hold(len(talk))
		}
		fmt.Printf("{\"seconds\": %f}\n", time.Since(begun).Seconds())
	}
}
