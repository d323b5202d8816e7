// SPDX-License-Identifier: GPL-2.0-or-later

// What Go's runtime asks of a kernel: threads, timers, signals, memory, processes, files, sockets.
// Prints nothing that depends on the schedule.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func goroutines() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var count int64
	sums := map[int]int{}
	for i := 0; i < 500; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			s := 0
			for j := 0; j < 200; j++ {
				s += i * j
				if j%50 == 0 {
					runtime.Gosched()
				}
			}
			atomic.AddInt64(&count, 1)
			mu.Lock()
			sums[i%7] += s
			mu.Unlock()
		}(i)
	}
	wg.Wait()
	keys := []int{}
	for k := range sums {
		keys = append(keys, k)
	}
	sort.Ints(keys)
	for _, k := range keys {
		fmt.Print(k, "=", sums[k], " ")
	}
	fmt.Println(count)
}

func channels() {
	// a sieve: one goroutine a prime
	next := make(chan int)
	go func(out chan int) {
		for i := 2; ; i++ {
			out <- i
		}
	}(next)
	for i := 0; i < 60; i++ {
		p := <-next
		out := make(chan int)
		go func(in, out chan int, p int) {
			for n := range in {
				if n%p != 0 {
					out <- n
				}
			}
		}(next, out, p)
		next = out
		if i%20 == 19 {
			fmt.Print(p, " ")
		}
	}
	buffered := make(chan string, 3)
	go func() {
		for _, w := range []string{"a", "b", "c", "d", "e"} {
			buffered <- w
		}
		close(buffered)
	}()
	for w := range buffered {
		fmt.Print(w)
	}
	select {
	case <-make(chan int):
	default:
		fmt.Println(" nothing ready")
	}
}

func timers() {
	late := make(chan bool, 3)
	begun := time.Now()
	for _, d := range []time.Duration{3, 1, 2} {
		d := d * 60 * time.Millisecond
		time.AfterFunc(d, func() { late <- time.Since(begun) >= d })
	}
	fmt.Println(<-late, <-late, <-late)
	ticker := time.NewTicker(5 * time.Millisecond)
	for i := 0; i < 5; i++ {
		<-ticker.C
	}
	ticker.Stop()
	start := time.Now()
	time.Sleep(30 * time.Millisecond)
	fmt.Println("slept", time.Since(start) >= 30*time.Millisecond)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	t := time.NewTimer(time.Hour)
	fmt.Println("stopped", t.Stop())
}

func garbage() {
	type node struct {
		left, right *node
		data        [16]byte
	}
	var build func(int) *node
	build = func(d int) *node {
		if d == 0 {
			return nil
		}
		return &node{left: build(d - 1), right: build(d - 1)}
	}
	var count func(*node) int
	count = func(n *node) int {
		if n == nil {
			return 0
		}
		return 1 + count(n.left) + count(n.right)
	}
	var wg sync.WaitGroup
	var total int64
	for w := 0; w < 4; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			keep := build(10)
			for i := 0; i < 10; i++ {
				atomic.AddInt64(&total, int64(count(build(9))))
			}
			atomic.AddInt64(&total, int64(count(keep)))
		}()
	}
	wg.Wait()
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(total, "collected", m.NumGC > 0)
	big := make([]byte, 32<<20)
	for i := 0; i < len(big); i += 4096 {
		big[i] = byte(i >> 12)
	}
	fmt.Println(len(big), big[4096*77])
}

func processes(self string) {
	out, err := exec.Command(self, "child", "x y").CombinedOutput()
	fmt.Printf("%q %v\n", out, err)
	cmd := exec.Command(self, "cat")
	cmd.Stdin = strings.NewReader("through a child\n")
	cmd.Env = []string{"ONLY=this"}
	out, err = cmd.Output()
	fmt.Printf("%q %v\n", out, err)
	err = exec.Command(self, "exit").Run()
	var ee *exec.ExitError
	fmt.Println(errors.As(err, &ee), err)
	fmt.Println(exec.Command("/nonexistent/program").Run())
	ctx, cancel := context.WithCancel(context.Background())
	cmd = exec.CommandContext(ctx, self, "sleep")
	fmt.Println(cmd.Start())
	time.AfterFunc(50*time.Millisecond, cancel)
	fmt.Println(cmd.Wait())
	// ten at once, through pipes
	var wg sync.WaitGroup
	results := make([]string, 10)
	for i := range results {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			c := exec.Command(self, "child", fmt.Sprint(i))
			o, _ := c.Output()
			results[i] = strings.TrimSpace(string(o))
		}(i)
	}
	wg.Wait()
	fmt.Println(results)
}

func signals() {
	c := make(chan os.Signal, 10)
	signal.Notify(c, syscall.SIGUSR1, syscall.SIGINT)
	for _, s := range []syscall.Signal{syscall.SIGUSR1, syscall.SIGINT, syscall.SIGUSR1} {
		syscall.Kill(os.Getpid(), s)
		fmt.Print(<-c, " ")
	}
	signal.Stop(c)
	signal.Ignore(syscall.SIGUSR2)
	syscall.Kill(os.Getpid(), syscall.SIGUSR2)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	syscall.Kill(os.Getpid(), syscall.SIGTERM)
	<-ctx.Done()
	stop()
	fmt.Println(ctx.Err())
}

func recovers() {
	defer func() { fmt.Println("recovered:", recover()) }()
	var p *int
	*p = 1
}

func divides(a, b int) (r int, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = x.(error)
		}
	}()
	return a / b, nil
}

// A loop without calls is preempted by a signal.
func preempted() {
	old := runtime.GOMAXPROCS(1)
	var stop int32
	done := make(chan bool)
	go func() {
		for atomic.LoadInt32(&stop) == 0 {
		}
		done <- true
	}()
	time.Sleep(20 * time.Millisecond)
	atomic.StoreInt32(&stop, 1)
	<-done
	runtime.GOMAXPROCS(old)
	fmt.Println("preempted")
}

func files() {
	dir, err := os.MkdirTemp(".", "go")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "file")
	f, _ := os.Create(name)
	w := bufio.NewWriter(f)
	for i := 0; i < 1000; i++ {
		fmt.Fprintln(w, "line", i)
	}
	w.Flush()
	f.Seek(-5, io.SeekEnd)
	tail := make([]byte, 5)
	io.ReadFull(f, tail)
	st, _ := f.Stat()
	f.Close()
	data, _ := os.ReadFile(name)
	os.Symlink("file", filepath.Join(dir, "link"))
	os.Mkdir(filepath.Join(dir, "sub"), 0o700)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		fmt.Print(e.Name(), e.Type(), " ")
	}
	_, err = os.Open(filepath.Join(dir, "none"))
	fmt.Println(len(data), st.Size(), string(bytes.TrimSpace(tail)), errors.Is(err, os.ErrNotExist))
	r, pw, _ := os.Pipe()
	r.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	_, err = r.Read(tail)
	fmt.Println(errors.Is(err, os.ErrDeadlineExceeded))
	pw.Close()
	m, err := syscall.Mmap(-1, 0, 1<<16, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	m[100] = 7
	fmt.Println(len(m), err, syscall.Munmap(m))
}

func sockets() {
	l, err := net.Listen("unix", "sock")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				io.Copy(c, c)
				c.Close()
			}()
		}
	}()
	var wg sync.WaitGroup
	var good int32
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			c, err := net.Dial("unix", "sock")
			if err != nil {
				return
			}
			defer c.Close()
			for j := 0; j < 10; j++ {
				msg := fmt.Sprintf("message %d.%d\n", i, j)
				io.WriteString(c, msg)
				back := make([]byte, len(msg))
				if _, err := io.ReadFull(c, back); err == nil && string(back) == msg {
					atomic.AddInt32(&good, 1)
				}
			}
		}(i)
	}
	wg.Wait()
	fmt.Println("echoed", good)
}

func child() bool {
	if len(os.Args) < 2 {
		return false
	}
	switch os.Args[1] {
	case "child":
		fmt.Println("child got", os.Args[2])
	case "cat":
		io.Copy(os.Stdout, os.Stdin)
		fmt.Print(os.Environ())
	case "exit":
		os.Exit(42)
	case "sleep":
		time.Sleep(time.Minute)
	case "panic":
		go func() { panic("in a goroutine") }()
		time.Sleep(time.Minute)
	case "deadlock":
		<-make(chan int)
	}
	return true
}

func dies(self, how string) {
	var stderr bytes.Buffer
	c := exec.Command(self, how)
	c.Stderr = &stderr
	err := c.Run()
	line, _, _ := strings.Cut(stderr.String(), "\n")
	fmt.Println(line, err, strings.Contains(stderr.String(), "main.child"))
}

func main() {
	if child() {
		return
	}
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	goroutines()
	channels()
	timers()
	garbage()
	files()
	signals()
	recovers()
	fmt.Println(divides(1, 0))
	preempted()
	processes(self)
	sockets()
	dies(self, "panic")
	dies(self, "deadlock")
	fmt.Println("the end")
}
