// SPDX-License-Identifier: GPL-2.0-or-later

// A few goroutines that read files, and one that writes what they found.
package main

import (
	"bytes"
	"fmt"
	"os"
	"sync"
)

func main() {
	names := []string{"fruit", "words", "long", "missing"}
	lines := make([]int, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Add(1)
		go func(i int, name string) {
			defer wg.Done()
			data, err := os.ReadFile(name)
			if err != nil {
				lines[i] = -1
				return
			}
			lines[i] = bytes.Count(data, []byte("\n"))
		}(i, name)
	}
	wg.Wait()
	os.WriteFile("lines", []byte(fmt.Sprintln(lines)), 0600)
	os.Mkdir("directory", 0700)
	os.Rename("lines", "directory/lines")
	fmt.Println(lines)
}
