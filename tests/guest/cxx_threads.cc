/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sixteen std::threads: mutexes, condition variables, futures, once, thread-local objects, exceptions. */
/* guest: flags -pthread */
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <shared_mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

static const int workers = 16;

static void each(const std::function<void(int)> &body)
{
	std::vector<std::thread> all;

	for (int i = 0; i < workers; i++)
		all.emplace_back(body, i);
	for (auto &t : all)
		t.join();
}

static void counted()
{
	std::mutex lock;
	std::atomic<long> atomic{ 0 };
	long plain = 0;

	each([&](int i) {
		for (int n = 0; n < 2000; n++) {
			std::lock_guard<std::mutex> hold(lock);
			plain += i;
			atomic += 1;
			if (n % 500 == 0)
				std::this_thread::yield();
		}
	});
	printf("counted %ld %ld\n", plain, atomic.load());
}

/* A ring: each waits for its turn, ten rounds. */
static void in_turn()
{
	std::mutex lock;
	std::condition_variable turn_changed;
	std::string order;
	int turn = 0;

	each([&](int i) {
		for (int round = 0; round < 10; round++) {
			std::unique_lock<std::mutex> hold(lock);
			turn_changed.wait(hold, [&] { return turn % workers == i; });
			if (round == 9)
				order += static_cast<char>('a' + i);
			turn++;
			turn_changed.notify_all();
		}
	});
	printf("in turn %s %d\n", order.c_str(), turn);
}

static void produced_and_consumed()
{
	std::mutex lock;
	std::condition_variable filled, drained;
	std::queue<int> queue;
	long sum = 0;
	int left = 8 * 500;

	each([&](int i) {
		if (i < 8) {
			for (int n = 0; n < 500; n++) {
				std::unique_lock<std::mutex> hold(lock);
				drained.wait(hold, [&] { return queue.size() < 4; });
				queue.push(i * 1000 + n);
				filled.notify_one();
			}
			return;
		}
		for (;;) {
			std::unique_lock<std::mutex> hold(lock);
			filled.wait(hold, [&] { return !queue.empty() || left == 0; });
			if (queue.empty())
				return;
			sum += queue.front();
			queue.pop();
			if (--left == 0)
				filled.notify_all();
			drained.notify_one();
		}
	});
	printf("consumed %ld\n", sum);
}

struct local {
	static std::atomic<int> made, gone;
	int value = 0;
	local() { made++; }
	~local() { gone++; }
};
std::atomic<int> local::made, local::gone;
static thread_local local mine;

static void kept_apart()
{
	std::once_flag once;
	std::atomic<int> ran{ 0 }, right{ 0 };

	each([&](int i) {
		std::call_once(once, [&] { ran++; });
		for (int n = 0; n < 100; n++)
			mine.value += i;
		if (mine.value == i * 100)
			right++;
	});
	printf("once %d, local %d made %d gone %d\n", ran.load(), right.load(), local::made.load(),
	       local::gone.load());
}

static void promised()
{
	std::vector<std::future<int>> futures;
	int sum = 0, thrown = 0;

	for (int i = 0; i < workers; i++)
		futures.push_back(std::async(std::launch::async, [i] {
			if (i % 5 == 4)
				throw std::runtime_error("no");
			return i * i;
		}));
	for (auto &f : futures) {
		try {
			sum += f.get();
		} catch (const std::runtime_error &) {
			thrown++;
		}
	}
	printf("futures %d, thrown %d\n", sum, thrown);
}

static void timed()
{
	std::mutex lock;
	std::condition_variable never;
	std::timed_mutex held;
	std::unique_lock<std::mutex> hold(lock);
	auto start = std::chrono::steady_clock::now();
	bool woken = never.wait_for(hold, 20ms) == std::cv_status::no_timeout;

	printf("timed: woken %d, late %d\n", woken, std::chrono::steady_clock::now() - start >= 20ms);
	held.lock();
	std::thread([&] { printf("timed mutex %d\n", held.try_lock_for(10ms)); }).join();
	held.unlock();
}

static void shared()
{
	std::shared_mutex lock;
	std::atomic<int> torn{ 0 };
	long a = 0, b = 0;

	each([&](int i) {
		for (int n = 0; n < 200; n++) {
			if (i % 4 == 0) {
				std::unique_lock<std::shared_mutex> hold(lock);
				a++;
				b++;
			} else {
				std::shared_lock<std::shared_mutex> hold(lock);
				if (a != b)
					torn++;
			}
		}
	});
	printf("shared %ld %ld torn %d\n", a, b, torn.load());
}

int main()
{
	counted();
	in_turn();
	produced_and_consumed();
	kept_apart();
	promised();
	timed();
	shared();
	return 0;
}
