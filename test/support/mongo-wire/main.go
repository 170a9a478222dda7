// Command mongowire serves the MongoDB wire protocol over SQLite files, for tests:
// a real server for the real driver where no mongod can be installed.
//
//	mongowire <host:port> <data directory>
//
// FerretDB reads and writes a document in two steps, so two updates at once could both meet the same guard. A mongod updates one document
// atomically; to keep that promise, this server passes one command at a time.
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

const maxMessage = 48 << 20

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: mongowire <host:port> <data directory>")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	inner := os.Args[2] + "/inner.sock"
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: inner},
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[2] + "/",
	})
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	go accept(listener, inner)
	stopped := make(chan error, 1)
	go func() { stopped <- server.Run(ctx) }()
	log.Print("mongodb://" + listener.Addr().String() + "/")
	if err := <-stopped; err != nil && ctx.Err() == nil {
		log.Fatal(err)
	}
}

var oneAtATime sync.Mutex

func accept(listener net.Listener, inner string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer client.Close()
			if err := serve(client, inner); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
				log.Print(err)
			}
		}()
	}
}

// serve passes a client's commands on, each with its answer under the lock.
func serve(client net.Conn, inner string) error {
	backend, err := net.Dial("unix", inner)
	if err != nil {
		return err
	}
	defer backend.Close()
	for {
		command, err := readMessage(client)
		if err != nil {
			return err
		}
		answer, err := ask(backend, command)
		if err != nil {
			return err
		}
		if _, err := client.Write(answer); err != nil {
			return err
		}
	}
}

func ask(backend net.Conn, command []byte) ([]byte, error) {
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	if _, err := backend.Write(command); err != nil {
		return nil, err
	}
	return readMessage(backend)
}

// readMessage reads one message: its length, little-endian and counting itself, then the rest.
func readMessage(from io.Reader) ([]byte, error) {
	head := make([]byte, 4)
	if _, err := io.ReadFull(from, head); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(head)
	if length < 16 || length > maxMessage {
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	message := make([]byte, length)
	copy(message, head)
	_, err := io.ReadFull(from, message[4:])
	return message, err
}
